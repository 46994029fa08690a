-- The people of an organisation leave, but for those named. How many they were.
update usuario set activo = false, version = version + 1
 where organizacion_id = $1::uuid and activo and id <> all($2::uuid[])
returning id
